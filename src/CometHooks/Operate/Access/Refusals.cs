using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Access;

/// <summary>What the API tells those whom it does not let in (https://www.rfc-editor.org/rfc/rfc9457).</summary>
internal static class Refusals
{
    public static Task NotSignedInAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, "Not signed in.", "Send an API key (Authorization: Bearer chk_…), or sign in to the console.");
    }

    public static Task NotAllowedAsync(HttpContext context)
        => WriteAsync(context, StatusCodes.Status403Forbidden, "Your role does not allow this.", "Reading events takes the role viewer; replaying, pausing and revealing operator; mappings, users, keys, personal data and receivers admin.");

    public static Task ByPageAsync(HttpContext context)
        => WriteAsync(context, StatusCodes.Status403Forbidden, $"The header {ByHand.Header} is missing.", "Whoever writes with a session's cookie sends it, with any value, so that no other site's page can.");

    private static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ProblemDetails { Status = status, Title = title, Detail = detail }, options: null, "application/problem+json", context.RequestAborted);
    }
}
