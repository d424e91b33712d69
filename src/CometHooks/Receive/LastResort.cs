using Microsoft.AspNetCore.Connections;

namespace CometHooks.Receive;

/// <summary>A bug or broken infrastructure on the path of a webhook: if in doubt 503, so that the platform sends it again.</summary>
internal sealed partial class LastResort(RequestDelegate next, ILogger<LastResort> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not (BadHttpRequestException or ConnectionResetException) && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            Log.Failed(logger, e, context.Request.Path);
            context.Response.Clear();
            await WebhookAnswer.TryLater("failed").WriteAsync(context);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A request for {Path} failed and was answered 503")]
        public static partial void Failed(ILogger logger, Exception exception, string path);
    }
}
