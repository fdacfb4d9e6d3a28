using BloxOs.Web.Access;
using BloxOs.Web.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Web.Api;

/// <summary>The REST API: services and endpoints.</summary>
internal static class ApiSetup
{
    const string ByAddress = "ByAddress";

    /// <summary>Needs the accounts before it: which scheme says who calls depends on the address from here on.</summary>
    public static WebApplicationBuilder AddBloxOsApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<JsonOptions>(static options => ApiJson.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.AddSingleton<ApiKeyCaller>().AddSingleton<KeyMaking>().AddSingleton<SigningKeys>().AddSingleton<AccessTokens>().AddScoped<TokenDoor>();
        services.TryAddSingleton(new ApiRateTable());
        services.AddSingleton<ApiRates>();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddAuthentication(static options => options.DefaultScheme = ByAddress)
            .AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(ApiAuthentication.SchemeName, null)
            .AddPolicyScheme(ByAddress, null, static options => options.ForwardDefaultSelector = SchemeOf);
        var signedIn = new AuthorizationPolicyBuilder(ByAddress).RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder().SetDefaultPolicy(signedIn).SetFallbackPolicy(signedIn);
        return builder;
    }

    /// <summary>Maps <c>/api/v1</c>.</summary>
    public static WebApplication MapBloxOsApi(this WebApplication app)
    {
        var api = app.MapGroup(ApiPath.Root);
        AuthApi.Map(api);
        MeApi.Map(api);
        KeysApi.Map(api);
        FarmsApi.Map(api);
        MembersApi.Map(api);
        InvitesApi.Map(api);
        RigsApi.Map(api);
        RigEditsApi.Map(api);
        CommandsApi.Map(api);
        RigEventsApi.Map(api);
        HistoryApi.Map(api);
        DesiredApi.Map(api);
        UsersApi.Map(api);
        UserLinksApi.Map(api);
        MailApi.Map(api);
        AuditApi.Map(api);
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").Needs(new NeedsSignInAttribute());
        return app;
    }

    static string SchemeOf(HttpContext context) =>
        ApiPath.IsApi(context) || ApiPath.IsDocumentForProgram(context) ? ApiAuthentication.SchemeName : IdentityConstants.ApplicationScheme;
}
