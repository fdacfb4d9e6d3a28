using System.Collections.Immutable;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Enrollment;

/// <summary>The enrollment codes of a farm. The key is the farm's id: the farm itself keeps them, so that joining is one write.</summary>
[Alias("bloxos.IFarmEnrollment")]
public interface IFarmEnrollment : IGrainWithStringKey
{
    /// <summary>Makes a code for 1 to <see cref="EnrollmentBook.MaxUses"/> rigs, good for at most <see cref="EnrollmentBook.MaxLifetime"/>. Done, NotFound or Refused.</summary>
    [Alias("MakeCode")]
    Task<EnrollmentMade> MakeCode(int maxUses, TimeSpan lifetime, string byUserId);

    /// <summary>Those that rigs can still join with, oldest first.</summary>
    [AlwaysInterleave, Alias("GetCodes")]
    Task<ImmutableArray<EnrollmentCode>> GetCodes();

    /// <summary>Ends a code; rigs that joined stay. Done or NotFound.</summary>
    [Alias("RevokeCode")]
    Task<ChangeResult> RevokeCode(string codeId);

    /// <summary>
    /// Lets a rig join. The same key again is the same rig asking again, because it did not get the answer: it gets a new
    /// token until it has used one. Null when the code is used up, expired, revoked or none of this farm's.
    /// </summary>
    /// <param name="codeHash">SHA-256 of the code.</param>
    /// <param name="keyHash">SHA-256 of a secret that the rig made for this purpose.</param>
    /// <param name="hostName">What the rig calls itself; becomes its name.</param>
    [Alias("Enroll")]
    Task<RigEnrolled?> Enroll(byte[] codeHash, byte[] keyHash, string? hostName);
}
