using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>Posts one conversion to one destination and says how it ended. Never throws: every end is a result.</summary>
internal sealed class CometlySender(HttpClient client, DestinationOptions destination, TimeProvider time)
{
    private readonly Uri _url = new(destination.Url);

    public async Task<DeliveryResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        using var timer = new CancellationTokenSource(destination.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        DeliveryResult result;
        try
        {
            result = await ExchangeAsync(entry.Body, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = AnswerTable.CutOff();
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            result = AnswerTable.TimedOut(destination.Timeout);
        }
        catch (OperationCanceledException)
        {
            // Neither of our tokens: the handler's own limit for connecting.
            result = AnswerTable.ConnectTimedOut();
        }
        catch (Exception e)
        {
            result = AnswerTable.Of(e);
        }

        return result with { StartedAt = startedAt, EndedAt = time.GetUtcNow() };
    }

    private async Task<DeliveryResult> ExchangeAsync(string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", destination.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

        // From here the status is known: a body that does not come whole changes what a success means, and nothing else.
        var (text, broken) = await AnswerText.ReadAsync(response.Content, cancellationToken);

        // A server that repeats what it was sent does not bring the token into the store.
        text = text.Replace(destination.Token, "(token)", StringComparison.Ordinal);
        var result = AnswerTable.Of((int)response.StatusCode, text, broken);
        return result with
        {
            Status = (int)response.StatusCode,
            Answer = AnswerText.Stored(text),
            RequestId = Header(response, "Request-Id"),
            Rate = new RateReading(Number(response, "X-RateLimit-Limit"), Number(response, "X-RateLimit-Remaining")),
            RetryAfter = result.Outcome == DeliveryOutcome.Throttled ? RetryAfter.Read(Header(response, "Retry-After"), response.Headers.Date ?? time.GetUtcNow()) : null,
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 and <= 200 } value ? value : null;

    private static int? Number(HttpResponseMessage response, string name) =>
        int.TryParse(Header(response, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
