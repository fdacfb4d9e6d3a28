namespace BloxOs.Data.Directory;

/// <summary>A person as the directory lists him.</summary>
/// <param name="UserId">Opaque id.</param>
/// <param name="Email">Normalised.</param>
/// <param name="Name">As he is called.</param>
public sealed record UserEntry(string UserId, string Email, string Name);

/// <summary>Which people there are; what they may is their grains' to say.</summary>
public interface IUserDirectory
{
    /// <summary>Adds a person, or changes address and name; durable when it completes.</summary>
    Task PutUserAsync(UserEntry user);

    /// <summary>Takes a person off the list; nothing happens when he is not on it.</summary>
    Task RemoveUserAsync(string userId);

    /// <summary>People whose address holds this text and comes after that one, ordered by address, at most <paramref name="limit"/>.</summary>
    /// <param name="find">Lower case; "" finds everybody.</param>
    /// <param name="afterEmail">The last address of the page before; null begins.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<UserEntry>> UsersAsync(string find, string? afterEmail, int limit, CancellationToken cancellation);
}
