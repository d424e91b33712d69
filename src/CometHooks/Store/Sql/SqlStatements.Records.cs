namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    // The newest is the one that was taken into use last: an older one to which somebody went back is the newest again, and one that stays in use stays as it is.
    public const string KeepMapping = """
        insert into mapping_versions (name, version, text, active_from) values (@name, @version, @text, @active_from)
        on conflict (name, version) do update set active_from = excluded.active_from
        where excluded.version <> (select n.version from mapping_versions n where n.name = @name order by n.active_from desc, n.rowid desc limit 1)
        """;

    public const string ListMappings = """
        select name, version, text, active_from from mapping_versions where name = @name order by active_from desc, rowid desc
        """;

    public const string PinShop = "insert into pinned_shops (endpoint, shop, pinned_at) values (@endpoint, @shop, @now) on conflict do nothing";

    public const string FindShop = "select shop from pinned_shops where endpoint = @endpoint";

    public const string ListShops = "select endpoint, shop from pinned_shops";

    public const string Pause = $"""
        insert into pauses (destination, reason, since) values (@destination, @reason, @since)
        on conflict (destination) do update set reason = excluded.reason, since = excluded.since
        where excluded.reason like '{DestinationPause.ByHand}%' or pauses.reason not like '{DestinationPause.ByHand}%'
        """;

    public const string Resume = "delete from pauses where destination = @destination";

    public const string ResumeUnlessByHand = $"delete from pauses where destination = @destination and reason not like '{DestinationPause.ByHand}%'";

    public const string FindPause = "select reason from pauses where destination = @destination";

    public const string ListPauses = "select destination, reason, since from pauses";

    public const string AddAudit = "insert into audit (at, kind, subject, text, actor) values (@at, @kind, @subject, @text, @actor)";

    public const string ListAudit = "select at, kind, subject, text, actor from audit order by id desc limit @most";

    public const string AuditPage = "select at, kind, subject, text, actor, id from audit where id < @before order by id desc limit @most";
}
