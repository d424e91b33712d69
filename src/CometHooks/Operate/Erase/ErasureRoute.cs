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
        else if (await ProgressStream.ReadAsync<ErasureRequest>(context) is not { } request)
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

    // Breaking the command off does not break the erasure off: what began is brought to its end.
    private static Task AnswerAsync(HttpContext context, ErasureRuns runs, ErasureRequest request) => ProgressStream.AnswerAsync(
        context,
        token => runs.EraseAsync(request, ByHand.Actor(context), token),
        e =>
        {
            Log.BrokenOff(context.RequestServices.GetRequiredService<ILogger<ErasureRuns>>(), e);
            return new ErasureProgress { Rows = ErasedRows.None, Problem = "the erasure broke off, the hub's log says why. The same command goes on." };
        },
        request.Preview ? context.RequestAborted : context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An erasure by command broke off; what is erased stays erased")]
        public static partial void BrokenOff(ILogger logger, Exception exception);
    }
}
