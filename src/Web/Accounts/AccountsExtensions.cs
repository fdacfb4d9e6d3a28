using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Secrets;
using BloxOs.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Web.Accounts;

/// <summary>Who people are and what they may: services and endpoints.</summary>
public static class AccountsExtensions
{
    /// <summary>OWASP's floor for PBKDF2-HMAC-SHA512; weaker hashes are made anew at the next sign-in.</summary>
    internal const int PasswordIterations = 220_000;

    /// <summary>Accounts, sessions, set-up and access. Keys of the session cookies lie in <c>keys</c> under the data directory, for its owner only.</summary>
    public static WebApplicationBuilder AddBloxOsAccounts(this WebApplicationBuilder builder, string dataDirectory)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SetupGate>().AddSingleton<AddressLimit>().AddSingleton<PasswordWork>().AddSingleton<UnknownAccount>();
        services.TryAddSingleton(new SetupConsole());
        services.TryAddSingleton(new AccountSettings());
        services.AddSingleton<SetupCodeAnnouncer>();
        services.AddSingleton<ISetupCode>(static provider => provider.GetRequiredService<SetupCodeAnnouncer>());
        services.AddHostedService(static provider => provider.GetRequiredService<SetupCodeAnnouncer>());
        services.AddSingleton<IDemoAccount, DemoAccountMaker>();
        builder.AddBloxOsAccess();
        services.AddScoped<PasswordProof>().AddScoped<SignInDoor>().AddScoped<OwnerSetup>().AddScoped<PersonRemoval>().AddScoped<Registrar>().AddScoped<SecondStep>();
        services.AddSingleton<OneTimeLinks>().AddSingleton<FarmInviteLinks>().AddSingleton<ResetMail>().AddSingleton<AccountInviting>();
        services.AddScoped<EmailChange>();
        services.AddBloxOsAudit(dataDirectory);
        services.AddBloxOsSecrets(dataDirectory);
        services.AddIdentityOverGrains();
        services.AddSession();
        services.AddPolicies();
        return builder;
    }

    /// <summary>Maps what is no page: <c>POST /sign-out</c>.</summary>
    public static WebApplication MapBloxOsAccounts(this WebApplication app)
    {
        app.Services.GetRequiredService<UnknownAccount>().Prepare();
        app.MapPost(SignOut.Path, SignOut.HandleAsync).RequireAuthorization().Needs(new NeedsSignInAttribute());
        return app;
    }

    static void AddIdentityOverGrains(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<ILookupNormalizer, EmailNormaliser>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();   // Identity registers it per request; it has no state
        services.AddIdentityCore<Account>(static options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = "";   // the user name is the e-mail address
                options.Password = new() { RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
                options.Tokens.PasswordResetTokenProvider = LinkTokens.Name;
                options.Lockout.MaxFailedAccessAttempts = int.MaxValue;   // the delay grows instead: nobody can lock another out for good
            })
            .AddUserStore<AccountStore>()
            .AddPasswordValidator<AccountPasswordValidator>()
            .AddUserManager<AccountManager>()
            .AddTokenProvider<LinkTokens>(LinkTokens.Name)
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider)
            .AddSignInManager<AccountSignIn>();
        services.AddScoped<IUserClaimsPrincipalFactory<Account>, SessionClaims>();
        services.Configure<PasswordHasherOptions>(static options => options.IterationCount = PasswordIterations);
    }

    static void AddSession(this IServiceCollection services)
    {
        services.AddSingleton<SessionCheck>().AddSingleton<SessionCookie>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, static options =>
        {
            options.Cookie.Name = SchemeCookies.PlainName;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.CookieManager = new SchemeCookies();
            options.ExpireTimeSpan = SessionCookie.Idle;
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.EventsType = typeof(SessionCookie);
        });
        services.AddSingleton<SecondStepCookie>();
        services.AddAuthentication().AddCookie(IdentityConstants.TwoFactorUserIdScheme, static options =>
        {
            options.Cookie.Name = SecondStepCookie.Name;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.CookieManager = new SchemeCookies(SecondStepCookie.Name);
            options.ExpireTimeSpan = SecondStepCookie.Life;
            options.SlidingExpiration = false;
            options.EventsType = typeof(SecondStepCookie);
        });
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IHttpContextAccessor>(FormCookie.Configure);
    }

    static void AddPolicies(this IServiceCollection services)
    {
        var signedIn = new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder().SetDefaultPolicy(signedIn).SetFallbackPolicy(signedIn);
        services.Configure<KestrelServerOptions>(static options => options.AddServerHeader = false);
        services.Configure<RazorPagesOptions>(static options => options.Conventions.AuthorizeFolder("/"));
    }
}
