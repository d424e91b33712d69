using System.Text.Json;
using CometHooks;

namespace HostilePlugin;

/// <summary>A plugin that does what the body's <c>do</c> says: throw or hang, in whatever it is asked. Else it is an ordinary one.</summary>
public sealed class HostileAdapter : ISourceAdapter
{
    /// <inheritdoc/>
    public string Source => "hostile";

    /// <inheritdoc/>
    public Verification Verify(WebhookRequest request, SourceSettings settings)
    {
        Misbehave("verify", request.Body);
        return Signatures.CheckHex(request.Header("X-Hostile-Signature"), "X-Hostile-Signature", request.Body.Span, settings.Secrets);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEvent> Read(WebhookRequest request)
    {
        Misbehave("read", request.Body);
        using var document = JsonDocument.Parse(request.Body);
        var id = document.RootElement.GetProperty("id").GetString()!;
        return What(request.Body) switch
        {
            "nothing in read" => null!,
            "a null in read" => [null!],
            _ => [new SourceEvent { InboxKey = id, EventId = id, Type = "order", Body = request.Body }],
        };
    }

    /// <inheritdoc/>
    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload)
    {
        Misbehave("facts", sourceEvent.Body!.Value);
        return Facts.None;
    }

    /// <inheritdoc/>
    public string? KeyScope(SourceEvent sourceEvent)
    {
        Misbehave("scope", sourceEvent.Body!.Value);
        return null;
    }

    private static void Misbehave(string where, ReadOnlyMemory<byte> body)
    {
        var what = What(body);
        if (what == $"throw in {where}")
        {
            throw new InvalidOperationException("a plugin's own words, with a customer's address in them");
        }

        if (what == $"hang in {where}")
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static string? What(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Field("do").Text();
    }
}
