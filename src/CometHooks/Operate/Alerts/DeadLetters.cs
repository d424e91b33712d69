using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Conversions whose attempts are used up wait for a person.</summary>
internal sealed class DeadLetters : IAlertCondition
{
    public string Name => "dead_letters";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        now.Waiting.Dead == 0 ? [] : [new Finding("", "error", Text(now.Waiting.Dead), "/stuck")]);

    public bool IsOver(OpenAlert alert, HubReading now) => now.Waiting.Dead == 0;

    private static string Text(long dead) => dead == 1
        ? "A conversion used up its attempts and waits for a person"
        : $"{dead} conversions used up their attempts and wait for a person";
}
