using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace BloxOs.Web.Live;

/// <summary>Renders the partials of pages without a request, so without anything that depends on who looks.</summary>
internal sealed class PartialRenderer(IServiceScopeFactory scopes, IRazorViewEngine engine, ITempDataProvider tempData)
{
    /// <summary>Begins a batch: one scope for many partials.</summary>
    public Batch Begin() => new(scopes.CreateAsyncScope(), engine, tempData);

    /// <summary>Partials rendered in one scope.</summary>
    internal sealed class Batch(AsyncServiceScope scope, IRazorViewEngine engine, ITempDataProvider tempData) : IAsyncDisposable
    {
        readonly ActionContext action = new(new DefaultHttpContext { RequestServices = scope.ServiceProvider }, new RouteData(), new ActionDescriptor());

        /// <summary>The HTML of a partial named by its path below the content root.</summary>
        /// <exception cref="InvalidOperationException">There is no such partial.</exception>
        public async Task<string> RenderAsync<TModel>(string path, TModel model)
        {
            var found = engine.GetView(null, path, isMainPage: false);
            if (!found.Success) { throw new InvalidOperationException($"There is no partial {path}."); }
            await using var text = new StringWriter();
            var data = new ViewDataDictionary<TModel>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
            var view = new ViewContext(action, found.View, data, new TempDataDictionary(action.HttpContext, tempData), text, new HtmlHelperOptions());
            await found.View.RenderAsync(view);
            return text.ToString();
        }

        /// <inheritdoc />
        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}
