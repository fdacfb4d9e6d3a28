namespace BloxOs.Catalog.Algorithms;

/// <summary>One mining algorithm and how its speed is written.</summary>
/// <param name="Id">Lower-case id, as on the wire ("kawpow").</param>
/// <param name="Title">For people ("KawPow").</param>
/// <param name="Unit">What is counted per second: H, Sol, g or it.</param>
/// <param name="UsualScale">Power of 1000 in which a single card's speed is written (2 is mega); never changes within a list.</param>
public sealed record Algorithm(string Id, string Title, string Unit, int UsualScale);
