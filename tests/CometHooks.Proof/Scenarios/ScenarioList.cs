namespace CometHooks.Proof.Scenarios;

/// <summary>All scenarios, in the order in which they run.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<IScenario> All { get; } =
    [
        new Kills(),
        new Race(),
        new AcknowledgementOrder(),
        new Disk(),
        new Clock(),
        new Overload(),
        new KillsOnPostgres(),
        new RaceOnPostgres(),
        new FreezesOnPostgres(),
        new Destination(),
        new Outage(),
        new Hostile(),
    ];
}
