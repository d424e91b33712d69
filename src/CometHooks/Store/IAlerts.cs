namespace CometHooks.Store;

/// <summary>Which alerts are open, and what receivers are still to be told. One instance decides each change, however many have this store.</summary>
internal interface IAlerts
{
    /// <summary>The open alerts, oldest first.</summary>
    Task<IReadOnlyList<OpenAlert>> OpenAlertsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens an alert and queues its notices, in one transaction. False: it is open already, or was over less than
    /// <see cref="OpenAlert.Settled"/> ago, which another instance may not have seen yet.
    /// </summary>
    Task<bool> RaiseAlertAsync(OpenAlert alert, IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken);

    /// <summary>Ends an alert and queues its notices. False: another instance did.</summary>
    Task<bool> ResolveAlertAsync(OpenAlert alert, DateTimeOffset at, IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken);

    /// <summary>Takes notices that are due, oldest first; each is due again at <paramref name="until"/> unless it is ended.</summary>
    Task<IReadOnlyList<DueNotice>> ClaimNoticesAsync(int most, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The receiver has it, or will never.</summary>
    Task EndNoticeAsync(long id, CancellationToken cancellationToken);

    /// <summary>It is tried again then.</summary>
    Task PostponeNoticeAsync(long id, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Endpoint → the hours since then in which webhooks arrived, in their order.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>> ActiveHoursAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <param name="Key">What it is about: <c>silence/stripe</c>. There is one of each.</param>
/// <param name="Condition"><c>dead_letters</c>, <c>failed_webhooks</c>, <c>late_webhooks</c>, <c>paused</c>, <c>signatures</c>, <c>unsigned</c>, <c>silence</c> or <c>oldest_age</c>.</param>
/// <param name="Subject">The endpoint or destination; empty where it is about the whole hub.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="Page">Where in the console something can be done about it.</param>
/// <param name="Since">When it fired.</param>
internal sealed record OpenAlert(string Key, string Condition, string Subject, string Severity, string Text, string Page, DateTimeOffset Since)
{
    /// <summary>
    /// What was decided holds at least so long: instances look at different moments, and what hovers about a limit must not
    /// fire with every look.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);
}

/// <summary>What one receiver is to be told.</summary>
/// <param name="Id">The same with every try, so that a receiver can tell a repeated one.</param>
/// <param name="Receiver">Its name in the configuration.</param>
/// <param name="Alert">The alert.</param>
/// <param name="ResolvedAt">When it was over; null: it fires.</param>
internal sealed record AlertNotice(string Id, string Receiver, OpenAlert Alert, DateTimeOffset? ResolvedAt);

/// <param name="Number">Its row.</param>
/// <param name="Notice">What is to be told.</param>
/// <param name="Tries">How often it was tried before.</param>
/// <param name="MadeAt">When it was queued.</param>
internal sealed record DueNotice(long Number, AlertNotice Notice, int Tries, DateTimeOffset MadeAt);
