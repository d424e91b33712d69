namespace CometHooks.Store;

/// <summary>What one hub tells the others: there is work of this kind.</summary>
/// <param name="Kind"><c>webhooks</c>, <c>conversions</c> or <c>mappings</c>.</param>
/// <param name="Destination">With conversions: whose.</param>
internal readonly record struct WakeCall(string Kind, string Destination = "")
{
    /// <summary>Webhooks wait to be mapped.</summary>
    public static WakeCall Webhooks { get; } = new("webhooks");

    /// <summary>Another version of a mapping is active.</summary>
    public static WakeCall Mappings { get; } = new("mappings");

    /// <summary>Conversions wait to be delivered.</summary>
    public static WakeCall Conversions(string destination) => new("conversions", destination);

    public static WakeCall Read(string text) => text.IndexOf(' ', StringComparison.Ordinal) is var at and > 0 ? new WakeCall(text[..at], text[(at + 1)..]) : new WakeCall(text);

    public override string ToString() => Destination.Length == 0 ? Kind : $"{Kind} {Destination}";
}
