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

    private static readonly string[] _forbidden = ["body", "payload", "email", "phone", "token", "signature", "secret", "password", "authorization", "header", "cookie", "fingerprint"];

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var name in logEvent.Properties.Keys.Where(IsForbidden).ToList())
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(Instead)));
        }
    }

    private static bool IsForbidden(string name) => _forbidden.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
