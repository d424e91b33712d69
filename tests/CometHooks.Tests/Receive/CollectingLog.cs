using System.Collections.Concurrent;
using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CometHooks.Tests.Receive;

/// <summary>Keeps what was logged.</summary>
internal sealed class CollectingLog : ILogEventSink
{
    public ConcurrentQueue<LogEvent> Events { get; } = new();

    public IReadOnlyList<string> Messages => [.. Events.Select(x => x.RenderMessage(CultureInfo.InvariantCulture))];

    /// <summary>All of it as JSON, with every property.</summary>
    public string Text
    {
        get
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            foreach (var logEvent in Events)
            {
                new CompactJsonFormatter().Format(logEvent, writer);
            }

            return writer.ToString();
        }
    }

    public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
}
