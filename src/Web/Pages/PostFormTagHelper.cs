using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BloxOs.Web.Pages;

/// <summary>Gives a posting form that names its own address its antiforgery token: by itself the framework gives one only to forms without an address.</summary>
/// <param name="generator">Makes the token, once per form.</param>
[HtmlTargetElement("form", Attributes = "[method='post'],action")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    /// <inheritdoc />
    public override int Order => -950;   // between the framework's two, which begin and end the form

    /// <summary>
    /// Whether the answer takes the place of the page's main part, for a form that leads back to its own page. Without scripts it is a plain form;
    /// <c>forms.js</c> goes to any other page that the answer comes from.
    /// </summary>
    [HtmlAttributeName("swap")]
    public bool Swap { get; set; }

    /// <summary>The page.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Swap)
        {
            output.Attributes.SetAttribute("hx-boost", "true");
            output.Attributes.SetAttribute("hx-target", "#main");
            output.Attributes.SetAttribute("hx-select", "#main");
            output.Attributes.SetAttribute("hx-swap", "outerHTML");
            output.Attributes.SetAttribute("hx-push-url", "false");
            output.Attributes.SetAttribute("hx-disabled-elt", "find button[type=submit]");
        }
        if (generator.GenerateAntiforgery(ViewContext) is { } token) { output.PostContent.AppendHtml(token); }
    }
}
