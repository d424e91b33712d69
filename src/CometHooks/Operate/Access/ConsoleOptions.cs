using CometHooks.Configuration;

namespace CometHooks.Operate.Access;

/// <summary>How people get into the console.</summary>
internal sealed record ConsoleOptions
{
    /// <summary>Where the console is reached from outside, for links in alerts: <c>https://hooks.example.com</c>. Empty: the admin address.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>The folder of the set-up link's file, relative to the working directory.</summary>
    public string SetupFolder { get; init; } = "data";

    /// <summary>How long a session lasts that is not used.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Signing in by an OpenID Connect provider; off without an authority.</summary>
    public OpenIdOptions OpenId { get; init; } = new();
}

/// <summary>An OpenID Connect provider (https://openid.net/specs/openid-connect-core-1_0.html). Code flow with PKCE; the redirect URL is <c>…/signin-oidc</c>.</summary>
internal sealed record OpenIdOptions
{
    /// <summary>The provider: <c>https://login.example.com</c>. Empty: nobody signs in by it.</summary>
    public string Authority { get; init; } = "";

    /// <summary>What the provider calls this hub.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The provider's secret for it.</summary>
    [Secret]
    public string ClientSecret { get; init; } = "";

    /// <summary>The claim that says what somebody may do.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim's values that make a viewer, an operator, an admin. Who has none of them is not let in.</summary>
    public IReadOnlyList<string> Viewers { get; init; } = [];

    public IReadOnlyList<string> Operators { get; init; } = [];

    public IReadOnlyList<string> Admins { get; init; } = [];
}
