namespace BloxOs.Grains.Users;

/// <summary>One e-mail address: whose it is, and how often somebody may try to sign in with it. The key is the normalised address.</summary>
[Alias("bloxos.IEmailGrain")]
public interface IEmailGrain : IGrainWithStringKey
{
    /// <summary>Takes the address for this user; false when it is another's. Lapses unless confirmed within two minutes.</summary>
    [Alias("Claim")]
    Task<bool> Claim(string userId);

    /// <summary>Makes the claim last; false when it lapsed and another has it.</summary>
    [Alias("Confirm")]
    Task<bool> Confirm(string userId);

    /// <summary>Gives the address up; nothing happens when it is not this user's.</summary>
    [Alias("Release")]
    Task Release(string userId);

    /// <summary>Whose address it is; null when nobody's.</summary>
    [Alias("FindUser")]
    Task<string?> FindUser();

    /// <summary>Asks for one try from this network address; it counts as failed until <see cref="SignInSucceeded"/>.</summary>
    [Alias("BeginSignIn")]
    Task<SignInTurn> BeginSignIn(string networkAddress);

    /// <summary>The try from this network address was a good one.</summary>
    [Alias("SignInSucceeded")]
    Task SignInSucceeded(string networkAddress);

    /// <summary>Whether one more mail may go to this address; at most three an hour.</summary>
    [Alias("BeginMail")]
    Task<bool> BeginMail();
}
