using System.Buffers;
using Microsoft.AspNetCore.Http.Extensions;

namespace CometHooks.Receive;

/// <summary>Takes a request off the wire byte for byte, up to a limit.</summary>
internal sealed class WebhookRequestReader(LimitOptions limits, TimeProvider time)
{
    /// <summary>Null: the body is over the limit, whatever its Content-Length said.</summary>
    public async Task<WebhookRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var receivedAt = time.GetUtcNow();
        return await ReadBodyAsync(request, cancellationToken) is { } body
            ? new WebhookRequest
            {
                Method = request.Method.ToUpperInvariant(),
                Url = new Uri(request.GetEncodedUrl()),
                Headers = request.Headers.ToDictionary(
                    x => x.Key, x => (IReadOnlyList<string>)[.. x.Value.OfType<string>()], StringComparer.OrdinalIgnoreCase),
                Body = body,
                ReceivedAt = receivedAt,
            }
            : null;
    }

    // The bytes wait in the pipe's own pooled blocks and are copied once, so that a Content-Length alone makes nobody
    // allocate anything. The copy is not pooled: the store may still hold it when the request has been answered.
    private async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limits.Body.Bytes)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limits.Body.Bytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
