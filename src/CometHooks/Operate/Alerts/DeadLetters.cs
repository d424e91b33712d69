using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Conversions whose attempts are used up wait for a person.</summary>
internal sealed class DeadLetters : IAlertCondition
{
    public string Name => "dead_letters";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        now.Waiting.Dead == 0 ? [] : [new Finding("", "error", $"{now.Waiting.Dead} conversions used up their attempts and wait for a person", "/stuck")]);

    public bool IsOver(OpenAlert alert, HubReading now) => now.Waiting.Dead == 0;
}
