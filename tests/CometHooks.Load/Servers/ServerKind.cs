namespace CometHooks.Load.Servers;

/// <summary>What runs beside the generator, each as a process of its own.</summary>
internal enum ServerKind
{
    /// <summary>The program as it is shipped: accepts, maps, counts, delivers.</summary>
    Program,

    /// <summary>The hub's front door and its store; nothing is mapped.</summary>
    Accept,

    /// <summary>The hub without its last stage: accepts, maps and counts.</summary>
    Undelivered,

    /// <summary>The front door alone: every webhook is verified and read, and forgotten.</summary>
    Verify,

    /// <summary>An MVC controller on the same server that reads the body and answers 200.</summary>
    Controller,

    /// <summary>In the place of Cometly: takes everything, at once.</summary>
    StandIn,
}
