namespace CometHooks.Tests.FrontDoor;

/// <summary>Tests that count what the whole process does: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
