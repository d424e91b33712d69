using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Proof.Destinations;

/// <summary>All ways in which a destination may answer, with success and without.</summary>
internal static class Moods
{
    private const string Refused = """{"message":"The given data was invalid.","errors":{"email":["is blocked"]}}""";

    /// <param name="elsewhere">Where redirects lead.</param>
    /// <param name="clock">The hub's clock, by which a date is told.</param>
    /// <param name="body">Who tells how much of a huge answer was taken.</param>
    public static IReadOnlyList<Mood> All(string elsewhere, TimeProvider clock, HugeBody body) =>
    [
        new("202", c => WriteAsync(c, 202, Wire.Accepted), Counts.Always),
        new("202 and nonsense about the limit", c => WriteAsync(c, 202, Wire.Accepted, ("X-RateLimit-Limit", "99999999999999999999"), ("X-RateLimit-Remaining", "-1"), ("Request-Id", new string('x', 4000))), Counts.Always),
        new("400", c => WriteAsync(c, 400, Refused), Counts.Never),
        new("401", c => WriteAsync(c, 401, """{"message":"Unauthenticated."}"""), Counts.Never),
        new("403", c => WriteAsync(c, 403, """{"message":"Forbidden."}"""), Counts.Never),
        new("404", c => WriteAsync(c, 404, ""), Counts.Never),
        new("405", c => WriteAsync(c, 405, ""), Counts.Never),
        new("408", c => WriteAsync(c, 408, "")),
        new("409", c => WriteAsync(c, 409, Refused)),
        new("413", c => WriteAsync(c, 413, "<html>"), Counts.Never),
        new("418", c => WriteAsync(c, 418, ""), Counts.Never),
        new("422", c => WriteAsync(c, 422, Refused), Counts.Never),
        new("425", c => WriteAsync(c, 425, ""), Counts.Never),
        new("429 in seconds", c => WriteAsync(c, 429, "{}", ("Retry-After", "20")), Counts.Never),
        new("429 until a date", c => WriteAsync(c, 429, "{}", ("Retry-After", clock.GetUtcNow().AddSeconds(30).ToString("r", CultureInfo.InvariantCulture))), Counts.Never),
        new("429 until a date long ago", c => WriteAsync(c, 429, "{}", ("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")), Counts.Never),
        new("429 with garbage", c => WriteAsync(c, 429, "{}", ("Retry-After", "soon; -1, 1e9")), Counts.Never),
        new("429 and no word when", c => WriteAsync(c, 429, "{}"), Counts.Never),
        new("500", c => WriteAsync(c, 500, "<html>oops</html>")),
        new("502", c => WriteAsync(c, 502, "")),
        new("503", c => WriteAsync(c, 503, """{"message":"maintenance"}""", ("Retry-After", "3600"))),
        new("599", c => WriteAsync(c, 599, "")),
        new("hangs", Wire.HangAsync),
        new("resets the connection", Wire.ResetAsync),
        new("closes half way", Wire.CloseHalfWayAsync),
        new("drips", Wire.DripAsync),
        new("is no HTTP", Wire.NoHttpAsync),
        new("endless headers", Wire.EndlessHeadersAsync),
        new("301", c => WriteAsync(c, 301, "", ("Location", elsewhere)), Counts.Never),
        new("307", c => WriteAsync(c, 307, "", ("Location", elsewhere)), Counts.Never),
        new("308", c => WriteAsync(c, 308, "", ("Location", elsewhere)), Counts.Never),
        new("success in HTML", c => WriteAsync(c, 200, "<html>Welcome</html>")),
        new("success without a body", c => WriteAsync(c, 204, "")),
        new("huge body", body.WriteAsync),
        new("huge body behind 422", c => body.WriteAsync(c, "422 Unprocessable Content"), Counts.Never),
        new("huge body, compressed", body.WriteCompressedAsync),
    ];

    /// <summary>Come back tomorrow.</summary>
    public static Mood Tomorrow() => new("429 for a day", c => WriteAsync(c, 429, "{}", ("Retry-After", "86400")), Counts.Never);

    private static Task WriteAsync(HttpContext context, int status, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body, context.RequestAborted);
    }
}
