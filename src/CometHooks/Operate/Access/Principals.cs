using System.Security.Claims;
using CometHooks.Store;

namespace CometHooks.Operate.Access;

/// <summary>Somebody as the console and the API know them: a name for the audit trail, and the roles that they have.</summary>
internal static class Principals
{
    /// <summary>The claim that ends with the user's stamp.</summary>
    public const string Stamp = "stamp";

    /// <summary>The claim that says when a session ends that nobody else ends, in seconds since 1970.</summary>
    public const string Ends = "ends";

    /// <summary>A person who signed in.</summary>
    public static ClaimsPrincipal Of(UserRecord user, string scheme)
        => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"user {user.Name}"), new Claim(ClaimTypes.Name, user.Name), new Claim(Stamp, user.Stamp), .. RolesOf(user.Role)], scheme));

    /// <summary>A program with a key.</summary>
    public static ClaimsPrincipal Of(ApiKeyRecord key, string scheme)
        => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"key {key.Id} ({key.Name})"), new Claim(ClaimTypes.Name, key.Name), .. RolesOf(key.Role)], scheme));

    /// <summary>Whoever has a role has those below it.</summary>
    public static IEnumerable<Claim> RolesOf(AccessRole role)
        => Enum.GetValues<AccessRole>().Where(r => r <= role).Select(r => new Claim(ClaimTypes.Role, Words.Of(r)));

    /// <summary>Who did it, for the audit trail.</summary>
    public static string Actor(this ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";

    public static bool May(this ClaimsPrincipal principal, AccessRole role) => principal.IsInRole(Words.Of(role));
}
