using CometHooks.Receive;

namespace CometHooks.Sources;

/// <summary>What an adapter says of one request, asked as far as each answer lets it come.</summary>
internal sealed record Examination
{
    /// <summary>The answer to a platform that only probes the URL.</summary>
    public Handshake? Handshake { get; private init; }

    /// <summary>Whether it is authentic; null where there was nothing to verify.</summary>
    public Verification? Verification { get; private init; }

    /// <summary>The events of an authentic request, also of another shop's.</summary>
    public IReadOnlyList<SourceEvent> Events { get; private init; } = [];

    /// <summary>Why the adapter said nothing; null where it did. The platform has to send the webhook again.</summary>
    public string? NotNow { get; private init; }

    public static Examination Without(string why) => new() { NotNow = why };

    public static Examination Of(ISourceAdapter adapter, WebhookRequest request, SourceSettings settings)
    {
        if (adapter.Handshake(request) is { } handshake)
        {
            return new Examination { Handshake = handshake };
        }

        if (!HttpMethods.IsPost(request.Method) || request.Body.IsEmpty)
        {
            return new Examination();
        }

        var verification = adapter.Verify(request, settings);
        var isAuthentic = verification.Result == VerificationResult.Valid || (verification.Result == VerificationResult.Late && adapter.KeepsLate);

        // Adapters look at the shop once the signature was found right: which shop it is tells what to set right.
        var isAnotherShops = verification == Verification.Mismatch(RefusalReasons.WrongShop);
        return new Examination { Verification = verification, Events = isAuthentic || isAnotherShops ? adapter.Read(request) : [] };
    }
}
