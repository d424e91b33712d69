using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometHooks.Operate;

/// <summary>How far something is that a command asked for: one JSON object a line, as it goes on. The last one is done, or says what went wrong.</summary>
internal static class ProgressStream
{
    /// <summary>How both sides write what is asked for and how far it is.</summary>
    public static JsonSerializerOptions Json { get; } = new(HubJson.Options)
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What is asked for; null where the body is something else.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(Json, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Answers with each step as it comes.</summary>
    /// <param name="context">The call.</param>
    /// <param name="steps">What is done.</param>
    /// <param name="brokenOff">The last line where it did not come to its end.</param>
    /// <param name="cancellationToken">Breaks it off. Without that it goes on when nobody listens any more.</param>
    public static async Task AnswerAsync<T>(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<T>> steps, Func<Exception, T> brokenOff, CancellationToken cancellationToken)
        where T : IProgressLine
    {
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var step in steps(cancellationToken))
            {
                await WriteAsync(context, step, cancellationToken);
            }
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The status went out with the first line: the last one says how it ended.
            await WriteAsync(context, brokenOff(e), CancellationToken.None);
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, T step, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        await context.Response.WriteAsync(JsonSerializer.Serialize(step, Json) + "\n", CancellationToken.None);
        await context.Response.Body.FlushAsync(CancellationToken.None);
    }
}

/// <summary>One line of how far it is.</summary>
internal interface IProgressLine
{
    /// <summary>Nothing is left.</summary>
    bool Done { get; }

    /// <summary>Why it did not come to its end.</summary>
    string? Problem { get; }
}
