using System.Buffers;
using Microsoft.AspNetCore.Http.Extensions;

namespace CometHooks.Receive;

/// <summary>Takes a request off the wire byte for byte, up to a limit, within a budget and a time.</summary>
internal sealed class WebhookRequestReader(LimitOptions limits, BodyBudget budget, TimeProvider time)
{
    /// <summary>Whoever has verified the body disposes of what this returns: it no longer counts as unverified then.</summary>
    public async Task<BodyRead> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var receivedAt = time.GetUtcNow();
        var read = new BodyRead(budget);
        try
        {
            if (await ReadBodyAsync(request, read, cancellationToken) is { } body)
            {
                read.Request = new WebhookRequest
                {
                    Method = request.Method.ToUpperInvariant(),
                    Url = new Uri(request.GetEncodedUrl()),
                    Headers = request.Headers.ToDictionary(
                        x => x.Key, x => (IReadOnlyList<string>)[.. x.Value.OfType<string>()], StringComparer.OrdinalIgnoreCase),
                    Body = body,
                    ReceivedAt = receivedAt,
                };
            }

            return read;
        }
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // How Kestrel says that a chunk's size is beyond any number: the sender's fault, as every other bad chunk.
            read.Dispose();
            throw new BadHttpRequestException("Bad chunk size data.", e);
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }

    // The bytes wait in the pipe's own pooled blocks and are copied once, so that a Content-Length alone makes nobody
    // allocate anything. The copy is not pooled: the store may still hold it when the request has been answered.
    private async Task<byte[]?> ReadBodyAsync(HttpRequest request, BodyRead read, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limits.Body.Bytes)
        {
            read.Because = UnreadBody.TooLarge;
            return null;
        }

        using var clock = new ReadClock(limits.Read, time, request.BodyReader);
        while (true)
        {
            var arrived = await clock.NextAsync(cancellationToken);
            var length = arrived.Buffer.Length;
            read.Because = length > limits.Body.Bytes ? UnreadBody.TooLarge
                : arrived.IsCanceled ? UnreadBody.TooSlow
                : read.TryHold(length) ? UnreadBody.None : UnreadBody.NoRoom;
            if (read.Because != UnreadBody.None)
            {
                request.BodyReader.AdvanceTo(arrived.Buffer.End);
                return null;
            }

            if (arrived.IsCompleted)
            {
                var body = arrived.Buffer.ToArray();
                request.BodyReader.AdvanceTo(arrived.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(arrived.Buffer.Start, arrived.Buffer.End);
        }
    }
}
