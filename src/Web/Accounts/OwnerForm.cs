using System.ComponentModel.DataAnnotations;

namespace BloxOs.Web.Accounts;

/// <summary>What the set-up page asks of the owner.</summary>
public sealed class OwnerForm
{
    /// <summary>The set-up code again, so that the second step proves the first.</summary>
    [Required, StringLength(64)]
    public string Code { get; set; } = "";

    /// <summary>How the owner is called.</summary>
    [Required(ErrorMessage = "Write a name."), StringLength(64, ErrorMessage = "64 characters is the most.")]
    public string DisplayName { get; set; } = "";

    /// <summary>What the owner signs in with.</summary>
    [Required(ErrorMessage = "Write an e-mail address."), StringLength(254, ErrorMessage = "254 characters is the most.")]
    public string Email { get; set; } = "";

    /// <summary>Exactly as typed.</summary>
    [Required(ErrorMessage = "Choose a password."), DataType(DataType.Password)]
    public string Password { get; set; } = "";

    /// <summary>How the first farm is called.</summary>
    [Required(ErrorMessage = "Name the first farm."), StringLength(64, ErrorMessage = "64 characters is the most.")]
    public string FarmName { get; set; } = "";
}
