namespace BloxOs.Grains.Setup;

/// <summary>The first start of this installation: one owner is made with a code from the console, then never again. The key is <see cref="Key"/>.</summary>
[Alias("bloxos.ISetupGrain")]
public interface ISetupGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "setup";

    /// <summary>Where the set-up stands.</summary>
    [Alias("Status")]
    Task<SetupStatus> Status();

    /// <summary>A fresh code for one hour and ten wrong tries; earlier ones are dead. Null when the set-up is closed.</summary>
    [Alias("IssueCode")]
    Task<SetupCode?> IssueCode();

    /// <summary>Whether this is the code: Done, WrongCode (which counts), NoLiveCode or Closed.</summary>
    [Alias("CheckCode")]
    Task<SetupOutcome> CheckCode(string code);

    /// <summary>Makes the owner and his farm, and closes the set-up. Of racing calls one is answered Done, the others Closed.</summary>
    [Alias("CreateOwner")]
    Task<OwnerResult> CreateOwner(OwnerRequest request);
}
