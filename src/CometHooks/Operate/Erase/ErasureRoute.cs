using System.Text.Json;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Erase;

/// <summary><c>POST /erasures</c> at the admin's address: erases a person, and says how far it is, one JSON object a line.</summary>
internal static partial class ErasureRoute
{
    public const string Path = "/erasures";
    public const string HeaderValue = "erase";

    // The console's page has the same path, and the framework lets pages take posts.
    private const int BeforePages = -1;

    public static IServiceCollection AddErasures(this IServiceCollection services)
    {
        services.AddSingleton<ErasureRuns>().AddSingleton<AskedErasures>();
        services.AddHostedService(provider => provider.GetRequiredService<AskedErasures>());
        return services;
    }

    public static void MapErasures(this WebApplication app) => app.MapPost(Path, RunAsync).AllowAnonymous().WithOrder(BeforePages);

    private static async Task RunAsync(HttpContext context)
    {
        if (ByHand.Refusal(context, HeaderValue, AccessRole.Admin) is { } refusal)
        {
            await refusal.WriteAsync(context);
        }
        else if (context.RequestServices.GetService<ErasureRuns>() is not { } runs)
        {
            await WebhookAnswer.NotFound.WriteAsync(context);
        }
        else if (await ReadAsync(context) is not { } request)
        {
            await WebhookAnswer.BadRequest("malformed", "The body is not an erasure as this version knows it. Are hub and command of one version?").WriteAsync(context);
        }
        else if (request.Wrong is { } wrong)
        {
            await WebhookAnswer.BadRequest("impossible", wrong).WriteAsync(context);
        }
        else
        {
            await AnswerAsync(context, runs, request);
        }
    }

    private static async Task<ErasureRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<ErasureRequest>(ErasureProgress.Json, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Breaking the command off does not break the erasure off: what began is brought to its end.
    private static async Task AnswerAsync(HttpContext context, ErasureRuns runs, ErasureRequest request)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var progress in runs.EraseAsync(request, ByHand.Actor(context), request.Preview ? context.RequestAborted : stopping))
            {
                await WriteAsync(context, progress);
            }
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The status went out with the first line: the last one says how it ended.
            Log.BrokenOff(context.RequestServices.GetRequiredService<ILogger<ErasureRuns>>(), e);
            await WriteAsync(context, new ErasureProgress { Rows = ErasedRows.None, Problem = "the erasure broke off, the hub's log says why. The same command goes on." });
        }
    }

    private static async Task WriteAsync(HttpContext context, ErasureProgress progress)
    {
        if (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(progress, ErasureProgress.Json) + "\n", CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An erasure by command broke off; what is erased stays erased")]
        public static partial void BrokenOff(ILogger logger, Exception exception);
    }
}
