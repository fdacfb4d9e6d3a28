using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace BloxOs.Web.Pages;

/// <summary>
/// Reads whole numbers of forms and queries the same on every machine: digits 0 to 9 and nothing else but blanks around them. The framework's own way follows
/// the machine's culture and takes 0x10 for sixteen.
/// </summary>
internal sealed class WholeNumberBinder : IModelBinder, IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => (Nullable.GetUnderlyingType(context.Metadata.ModelType) ?? context.Metadata.ModelType) switch
    {
        var type when type == typeof(int) || type == typeof(long) => this,
        _ => null,
    };

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (given == ValueProviderResult.None) { return Task.CompletedTask; }
        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, given);
        var type = Nullable.GetUnderlyingType(bindingContext.ModelType);
        string text = given.FirstValue?.Trim() ?? "";
        if (text.Length == 0 && type is not null) { bindingContext.Result = ModelBindingResult.Success(null); }
        else if (given.Length == 1 && Read(text, (type ?? bindingContext.ModelType) == typeof(long)) is { } number) { bindingContext.Result = ModelBindingResult.Success(number); }
        else { bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "This is no whole number."); }
        return Task.CompletedTask;
    }

    /// <summary>Boxed as what is asked for; null when it is no number, or too large for that.</summary>
    static object? Read(string text, bool isLong)
    {
        if (isLong) { return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int small) ? small : null;
    }
}
