using System.Text.Json;
using CometHooks.Map;
using CometHooks.Receive;

namespace CometHooks.Operate.Replay;

/// <summary><c>POST /replays</c> at the admin's address: previews or runs a replay, and says how far it is, one JSON object a line.</summary>
internal static partial class ReplayRoute
{
    public const string Path = "/replays";
    public const string HeaderValue = "replay";

    public static IServiceCollection AddReplays(this IServiceCollection services) =>
        services.AddSingleton<MapAnew>().AddSingleton<SendDead>().AddSingleton<SendAsNew>().AddSingleton<ReplayRuns>();

    public static void MapReplays(this WebApplication app) => app.MapPost(Path, RunAsync).AllowAnonymous();

    private static async Task RunAsync(HttpContext context)
    {
        if (ByHand.Refusal(context, HeaderValue) is { } refusal)
        {
            await refusal.WriteAsync(context);
        }
        else if (context.RequestServices.GetService<MapAnew>() is null)
        {
            await WebhookAnswer.NotFound.WriteAsync(context);
        }
        else if (await ReadAsync(context) is not { } request)
        {
            await WebhookAnswer.BadRequest("malformed", "The body is not a replay as this version knows it. Are hub and command of one version?").WriteAsync(context);
        }
        else if (request.Problem(context.RequestServices.GetRequiredService<MapTargets>()) is { } problem)
        {
            await WebhookAnswer.BadRequest("impossible", problem).WriteAsync(context);
        }
        else
        {
            await AnswerAsync(context, request);
        }
    }

    private static async Task<ReplayRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<ReplayRequest>(ReplayProgress.Json, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, ReplayRequest request)
    {
        // Whoever breaks the command off, or stops the hub, breaks the replay off after its page.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var progress in context.RequestServices.GetRequiredService<ReplayRuns>().Steps(request with { Actor = ByHand.Actor(context) }, end.Token))
            {
                await WriteAsync(context, progress);
            }
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The status went out with the first line: the last one says how it ended.
            Log.BrokenOff(context.RequestServices.GetRequiredService<ILogger<MapAnew>>(), e);
            await WriteAsync(context, new ReplayProgress { Problem = "the replay broke off, the hub's log says why. What began stays begun; the same command goes on." });
        }
    }

    private static async Task WriteAsync(HttpContext context, ReplayProgress progress)
    {
        await context.Response.WriteAsync(JsonSerializer.Serialize(progress, ReplayProgress.Json) + "\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A replay by command broke off; what began stays begun")]
        public static partial void BrokenOff(ILogger logger, Exception exception);
    }
}
