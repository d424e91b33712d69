using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Load.Servers;

/// <summary>Stands in for Cometly and does the least: reads what is posted and answers as Cometly does, without any budget.</summary>
internal static class StandIn
{
    /// <summary>The variable that says after how many milliseconds it answers; 0: at once.</summary>
    public const string AnswersAfter = "LOAD_ANSWERS_AFTER";

    public static async Task RunAsync()
    {
        var wait = int.Parse(Environment.GetEnvironmentVariable(AnswersAfter) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var answer = """{"status":202,"message":"Event accepted and queued."}"""u8.ToArray();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Environment.GetEnvironmentVariable("Listen__webhooks")!);
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            if (wait > 0)
            {
                await Task.Delay(wait, context.RequestAborted);
            }

            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        await app.RunAsync();
    }
}
