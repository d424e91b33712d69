namespace CometHooks.Store;

/// <summary>
/// The other hubs on the same database, who are told where there is work. A call only wakes, and may get lost: whoever is
/// not woken looks by itself.
/// </summary>
internal interface IOtherHubs
{
    /// <summary>Tells them soon. Does not wait, does not throw.</summary>
    void Wake(WakeCall call);

    /// <summary>Tells and listens until it is cancelled, whatever becomes of the connections.</summary>
    /// <param name="heard">Called for what others tell, and after each new connection for what may have been missed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task RunAsync(Action<WakeCall> heard, CancellationToken cancellationToken);
}
