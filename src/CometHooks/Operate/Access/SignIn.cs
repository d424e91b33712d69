using CometHooks.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CometHooks.Operate.Access;

/// <summary>Lets people in by name and password, and the first one by the set-up link.</summary>
internal sealed partial class SignIn(IAccess access, SignInThrottle throttle, SetupLink link, IRecords records, TimeProvider time, ILogger<SignIn> logger)
{
    public const string Path = "/signin";

    /// <summary>Whether anybody was added yet: who is the first comes by the set-up link.</summary>
    public async Task<bool> HasUsersAsync(CancellationToken cancellationToken) => (await access.UsersAsync(cancellationToken)).Count > 0;

    /// <summary>Null: signed in. Else why not, for the person who tried.</summary>
    public async Task<string?> TryAsync(HttpContext context, string name, string password)
    {
        name = Credentials.Normal(name);
        if (!throttle.Allows(context, name))
        {
            return "Too many tries. Wait five minutes.";
        }

        var user = await access.FindUserAsync(name, context.RequestAborted);
        if (!Passwords.Fits(user?.PasswordHash, password) || user is not { DisabledAt: null })
        {
            Log.Refused(logger, context.Connection.RemoteIpAddress?.ToString());
            return "Name or password is wrong.";
        }

        await BeginAsync(context, user, "signed in");
        return null;
    }

    /// <summary>Null: there is a first admin now, signed in. Else why not.</summary>
    public async Task<string?> SetUpAsync(HttpContext context, string token, string name, string password)
    {
        name = Credentials.Normal(name);
        if (!throttle.Allows(context, "\nsetup"))
        {
            return "Too many tries. Wait five minutes.";
        }

        if (Credentials.Problem(name, password) is { } problem)
        {
            return problem;
        }

        if (await access.AddFirstUserAsync(SetupLink.Hash(token), name, Passwords.Hash(password), context.RequestAborted) is not { } user)
        {
            return await HasUsersAsync(context.RequestAborted) ? SetupLink.Over : "This link does not hold any more. Restart the hub: while nobody can sign in, it writes another one.";
        }

        link.Forget();
        await BeginAsync(context, user, "set the console up as its first admin");
        return null;
    }

    private async Task BeginAsync(HttpContext context, UserRecord user, string what)
    {
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Principals.Of(user, CookieAuthenticationDefaults.AuthenticationScheme));
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "sign_in", user.Name, what) { Actor = $"user {user.Name}" }, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Somebody at {Address} tried to sign in to the console and was refused")]
        public static partial void Refused(ILogger logger, string? address);
    }
}
