using System.Buffers;
using Serilog.Core;
using Serilog.Events;

namespace CometHooks.Operate;

/// <summary>
/// The last line of defence: a property that is named like something that must not be logged loses its value. The
/// first one is that nobody passes such a value to the log.
/// </summary>
internal sealed class LogGuard : ILogEventEnricher
{
    private const string Instead = "(not logged)";

    private static readonly SearchValues<string> _forbidden = SearchValues.Create(
        ["body", "payload", "email", "phone", "token", "signature", "secret", "password", "authorization", "header", "cookie", "fingerprint"], StringComparison.OrdinalIgnoreCase);

    // What the web framework adds to every line of a request: the path comes from outside and may hold anything.
    private static readonly string[] _fromOutside = ["RequestPath", "RequestId", "ConnectionId", "ActionId", "ActionName"];

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var name in _fromOutside)
        {
            logEvent.RemovePropertyIfPresent(name);
        }

        foreach (var (name, value) in logEvent.Properties.ToList())
        {
            if (Guard(name, value) is var guarded && !ReferenceEquals(guarded, value))
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, guarded));
            }
        }
    }

    private static LogEventPropertyValue Guard(string name, LogEventPropertyValue value) => value switch
    {
        _ when name.AsSpan().ContainsAny(_forbidden) => new ScalarValue(Instead),
        StructureValue structure => new StructureValue(structure.Properties.Select(x => new LogEventProperty(x.Name, Guard(x.Name, x.Value))), structure.TypeTag),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(x => Guard("", x))),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(x => KeyValuePair.Create(x.Key, Guard(x.Key.Value?.ToString() ?? "", x.Value)))),
        _ => value,
    };
}
