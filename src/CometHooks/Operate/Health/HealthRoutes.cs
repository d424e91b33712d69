using System.Text.Json;
using CometHooks.Receive;

namespace CometHooks.Operate.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can do its job, and if not, what is missing.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods("/healthz", [HttpMethods.Get, HttpMethods.Head], context => WriteAsync(context, 200, new { status = "alive" })).AllowAnonymous();
        app.MapMethods("/readyz", [HttpMethods.Get, HttpMethods.Head], ReadyAsync).AllowAnonymous();
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        // The listeners keep the path apart; this keeps the details in should that ever change.
        if (context.Features.Get<Listener>() is not { IsAdmin: true })
        {
            await WebhookAnswer.NotFound.WriteAsync(context);
            return;
        }

        var results = new List<(string Name, HealthResult Result)>();
        foreach (var check in context.RequestServices.GetServices<IHealthCheck>())
        {
            results.Add((check.Name, await RunAsync(check, context.RequestAborted)));
        }

        var ready = results.TrueForAll(x => x.Result.Ready);
        await WriteAsync(context, ready ? 200 : 503, new
        {
            ready,
            checks = results.ToDictionary(x => x.Name, x => new { ready = x.Result.Ready, details = x.Result.Details }),
        });
    }

    private static async Task<HealthResult> RunAsync(IHealthCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.CheckAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One broken check must not hide what the others say.
            return new HealthResult(false, new Dictionary<string, object?> { ["error"] = e.GetType().Name });
        }
    }

    private static Task WriteAsync(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, JsonSerializerOptions.Web, context.RequestAborted);
    }
}
