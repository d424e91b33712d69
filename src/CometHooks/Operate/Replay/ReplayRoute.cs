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
        else if (await ProgressStream.ReadAsync<ReplayRequest>(context) is not { } request)
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

    private static async Task AnswerAsync(HttpContext context, ReplayRequest request)
    {
        // Whoever breaks the command off, or stops the hub, breaks the replay off after its page.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var runs = context.RequestServices.GetRequiredService<ReplayRuns>();
        await ProgressStream.AnswerAsync(
            context,
            token => runs.Steps(request with { Actor = ByHand.Actor(context) }, token),
            e =>
            {
                Log.BrokenOff(context.RequestServices.GetRequiredService<ILogger<MapAnew>>(), e);
                return new ReplayProgress { Problem = "the replay broke off, the hub's log says why. What began stays begun; the same command goes on." };
            },
            end.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A replay by command broke off; what began stays begun")]
        public static partial void BrokenOff(ILogger logger, Exception exception);
    }
}
