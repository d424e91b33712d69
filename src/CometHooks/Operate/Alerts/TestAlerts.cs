using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Sends a receiver a notice that says of itself that it is a test, as an alert would be sent, and once: whoever wants it sees at once what comes of it.</summary>
internal sealed class TestAlerts(AlertReceivers receivers, IRecords records, TimeProvider time)
{
    /// <summary>The condition that such a notice names.</summary>
    public const string Condition = "test";

    /// <param name="name">The receiver.</param>
    /// <param name="actor">Who sends it, for the audit trail.</param>
    /// <returns>Null where there is no such receiver.</returns>
    public async Task<ReceiverAnswer?> SendAsync(string name, string actor)
    {
        if (receivers.All.FirstOrDefault(r => r.Name == name) is not { } receiver)
        {
            return null;
        }

        // It takes seconds at most, and is written down, whoever leaves meanwhile.
        var text = $"Test alert for receiver {receiver.Name}: nothing is wrong, and nothing is to be done";
        var alert = new OpenAlert($"{Condition}/{receiver.Name}", Condition, receiver.Name, "warning", text, "/settings", time.GetUtcNow());
        var answer = await receivers.TellAsync(new AlertNotice($"alert_{Guid.CreateVersion7():n}", receiver.Name, alert, ResolvedAt: null), CancellationToken.None);
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "test", receiver.Name, $"a test alert was sent: {answer.Text}") { Actor = actor }, CancellationToken.None);
        return answer;
    }
}
