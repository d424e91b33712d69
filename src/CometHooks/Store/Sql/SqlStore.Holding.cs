using System.Text.Json;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IHolding
{
    public async Task<ReleasedHeld> ReleaseDueAsync(int most, CancellationToken cancellationToken)
    {
        // Asked every second: what only reads costs no commit.
        var (next, isDue) = await ReadAsync(
            session => (Next: NextHeld(session), IsDue: session.All(SqlStatements.DueHeld, row => row.GetInt64(0), ("@now", SqlValues.Ms(Now(session))), ("@most", 1)).Count > 0), cancellationToken);
        if (!isDue)
        {
            return new ReleasedHeld(0, [], next);
        }

        var (released, rejected) = await Writer.RunAsync(SqlScope.Alone, session => ReleaseDue(session, most), cancellationToken);
        NamesNobody(rejected);
        return released;
    }

    public Task<int> ForgetIdentitiesAsync(DateTimeOffset unusedSince, int most, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                var unused = session.All(SqlStatements.UnusedIdentities, row => row.GetInt64(0), ("@since", SqlValues.Ms(unusedSince)), ("@most", most));
                unused.ForEach(Identities(session).Drop);
                return unused.Count;
            },
            cancellationToken);

    private SqlIdentities Identities(SqlSession session) => new(session, _instanceKey, Now(session));

    // Said after the commit, as everything is.
    private void NamesNobody(IReadOnlyList<long> conversions)
    {
        foreach (var conversion in conversions)
        {
            Log.NamesNobody(_logger, conversion);
        }
    }

    // As the caller's clock has it.
    private DateTimeOffset? NextHeld(SqlSession session)
        => session.One(SqlStatements.NextHeld, row => row.TimeOrNull(0)) + (_time.GetUtcNow() - Now(session));

    private (ReleasedHeld Released, IReadOnlyList<long> Rejected) ReleaseDue(SqlSession session, int most)
    {
        var now = Now(session);
        var holding = new SqlHolding(session, Identities(session), now);
        var due = session.All(SqlStatements.DueHeld, row => (Id: row.GetInt64(0), Destination: row.GetString(1)), ("@now", SqlValues.Ms(now)), ("@most", most));
        session.Own([.. due.Select(d => d.Destination).Distinct(StringComparer.Ordinal)]);
        var destinations = due.Select(d => Release(d.Id)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

        // One row that cannot be read must not keep all others waiting: its claim says what is wrong with it.
        string? Release(long id)
        {
            try
            {
                return holding.Release(id);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                session.Execute(SqlStatements.GoUnseen, ("@now", SqlValues.Ms(now)), ("@id", id));
                return null;
            }
        }

        return (new ReleasedHeld(due.Count, destinations, NextHeld(session)), holding.Rejected);
    }
}
