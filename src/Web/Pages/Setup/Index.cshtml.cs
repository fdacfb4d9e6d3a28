using System.Globalization;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Setup;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Setup;

/// <summary>The first start: the code from the console, then the owner and his first farm. Gone once there is one.</summary>
[NeedsNobody, RequestSizeLimit(MaxBody), RequestFormLimits(ValueLengthLimit = MaxValue, ValueCountLimit = MaxValues)]
internal sealed class IndexModel(SetupGate gate, OwnerSetup setup, SignInManager<Accounts.Account> signIn) : PageModel
{
    const int MaxBody = 16 * 1024;
    const int MaxValue = 4 * 1024;
    const int MaxValues = 16;

    /// <summary>What was typed.</summary>
    [BindProperty]
    public OwnerForm Form { get; set; } = new();

    /// <summary>Whether the second step is shown.</summary>
    public bool CodeProven { get; private set; }

    /// <summary>What is wrong with the whole; null when nothing is.</summary>
    public string? Message { get; private set; }

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? Error(string field) =>
        CodeProven && ModelState.TryGetValue($"Form.{field}", out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    /// <summary>The first step.</summary>
    public async Task<IActionResult> OnGetAsync() => await gate.IsOpenAsync(HttpContext.RequestAborted) ? Page() : NotFound();

    /// <summary>The code.</summary>
    public async Task<IActionResult> OnPostCodeAsync()
    {
        ModelState.Clear();   // of the second step's fields, which are not there yet
        var answer = await setup.CheckAsync(Form.Code ?? "", HttpContext);
        if (answer.Outcome is SetupOutcome.Closed) { return NotFound(); }
        CodeProven = answer.Outcome is SetupOutcome.Done;
        return CodeProven ? Page() : Refused(answer);
    }

    /// <summary>The owner.</summary>
    public async Task<IActionResult> OnPostOwnerAsync()
    {
        if (!await gate.IsOpenAsync(HttpContext.RequestAborted)) { return NotFound(); }
        CodeProven = true;
        if (CheckForm() is not { } email)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var answer = await setup.CreateAsync(Form, email, HttpContext);
        if (answer.Outcome is SetupOutcome.Closed) { return NotFound(); }
        if (answer is not { Outcome: SetupOutcome.Done, UserId: { } userId })
        {
            CodeProven = answer.Outcome is not (SetupOutcome.WrongCode or SetupOutcome.NoLiveCode);
            return Refused(answer);
        }
        if (await signIn.UserManager.FindByIdAsync(userId) is not { } owner) { return LocalRedirect("/sign-in"); }
        await signIn.SignInAsync(owner, isPersistent: true);
        return LocalRedirect("/");
    }

    /// <summary>The normalised address when all fields are right.</summary>
    string? CheckForm()
    {
        CheckName(nameof(OwnerForm.DisplayName), Form.DisplayName);
        CheckName(nameof(OwnerForm.FarmName), Form.FarmName);
        if (!EmailAddress.TryNormalise(Form.Email, out var email)) { ModelState.AddModelError("Form.Email", "This is no e-mail address."); }
        if (PasswordRules.Check(Form.Password ?? "", Form.Email, Form.DisplayName, Form.FarmName, Request.Host.Host) is { } wrong)
        {
            ModelState.AddModelError("Form.Password", wrong);
        }
        return ModelState.IsValid ? email : null;
    }

    /// <summary>A missing or long one has been told of already.</summary>
    void CheckName(string field, string? name)
    {
        if (ModelState.GetFieldValidationState($"Form.{field}") is ModelValidationState.Invalid) { return; }
        try
        {
            RigName.Check(name);
        }
        catch (ArgumentException wrong)
        {
            ModelState.AddModelError($"Form.{field}", wrong.Message);
        }
    }

    PageResult Refused(SetupAnswer answer)
    {
        Message = answer.Message;
        Response.StatusCode = answer.RetryAfter is null ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests;
        if (answer.RetryAfter is { } wait) { Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture); }
        return Page();
    }
}
