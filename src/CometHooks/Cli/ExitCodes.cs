namespace CometHooks.Cli;

/// <summary>What commands end with. The same in README.</summary>
internal static class ExitCodes
{
    /// <summary>All went as it should.</summary>
    public const int Ok = 0;

    /// <summary>What was asked for does not hold: a check failed, a body could not be read, a webhook was refused.</summary>
    public const int Failed = 1;

    /// <summary>The command could not begin: the configuration or the arguments are wrong.</summary>
    public const int Unusable = 2;
}
