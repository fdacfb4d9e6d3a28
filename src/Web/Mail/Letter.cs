namespace BloxOs.Web.Mail;

/// <summary>One mail to one person, plain text.</summary>
internal sealed record Letter(string To, string Subject, string Text)
{
    /// <summary>Without the text, which may hold a link that opens something.</summary>
    public override string ToString() => $"mail: {Subject}";
}
