using CometHooks.Map.Expressions;

namespace CometHooks.Map;

/// <summary>What rules read as <c>$event</c>.</summary>
internal sealed class EventRecord(string source, SourceEvent sourceEvent, DateTimeOffset time) : IRecord
{
    public object? this[string name] => name switch
    {
        "id" => sourceEvent.EventId,
        "type" => sourceEvent.Type,
        "time" => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture),
        "account" => sourceEvent.Account,
        "shop" => sourceEvent.Shop,
        "source" => source,
        "test" => sourceEvent.Test,
        _ => null,
    };
}
