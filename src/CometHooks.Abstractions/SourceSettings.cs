using System.Diagnostics.CodeAnalysis;

namespace CometHooks;

/// <summary>What an endpoint's configuration gives its adapter.</summary>
public sealed class SourceSettings
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The endpoint's secrets, several while one is rotated; never empty when the adapter is called.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>How far the signature's time may lie from now, both ways; null for the adapter's own default.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>The shop to which the endpoint is bound; null or empty while none is known.</summary>
    public string? Shop { get; init; }

    /// <summary>Further options of the endpoint as they stand in the configuration, for plugins.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one further option.</summary>
    public bool TryGetOption(string name, [NotNullWhen(true)] out string? value) => Options.TryGetValue(name, out value);
}
