using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BloxOs.Web.Security;

/// <summary>Gives every form that posts to a written address its antiforgery token: the framework does so only for addresses that it makes itself.</summary>
[HtmlTargetElement("form", Attributes = "[method=post],[action]")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    const string Said = "asp-antiforgery";

    /// <summary>The page.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.AllAttributes.ContainsName(Said)) { output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext)); }
    }
}
