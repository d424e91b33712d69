using System.Globalization;
using AutoMapper;

namespace CometHooks.Deliver;

/// <summary>The one place of AutoMapper: the typed event flattened to the wire shape.</summary>
internal sealed class CometlyProfile : Profile
{
    public CometlyProfile()
    {
        CreateMap<CometlyEvent, CometlyRequest>()
            .IncludeMembers(e => e.Visitor, e => e.Person, e => e.Order, e => e.Attribution)
            .ForMember(r => r.EventTime, m => m.MapFrom(e => InUtc(e.EventTime)))
            .ForMember(r => r.IdempotencyKey, m => m.Ignore());

        CreateMap<Visitor, CometlyRequest>(MemberList.None);
        CreateMap<Person, CometlyRequest>(MemberList.None);
        CreateMap<Order, CometlyRequest>(MemberList.None);
        CreateMap<Attribution, CometlyRequest>(MemberList.None)
            .ForMember(r => r.CometSource, m => m.MapFrom(a => a.Source))
            .ForMember(r => r.CometNetwork, m => m.MapFrom(a => a.Network))
            .ForMember(r => r.CometCampaign, m => m.MapFrom(a => a.Campaign))
            .ForMember(r => r.CometAdGroup, m => m.MapFrom(a => a.AdGroup))
            .ForMember(r => r.CometAdId, m => m.MapFrom(a => a.AdId))
            .ForMember(r => r.CometKeyword, m => m.MapFrom(a => a.Keyword))
            .ForMember(r => r.CometType, m => m.MapFrom(a => a.Type));
    }

    // ISO 8601 in UTC with as many decimals as there are. Never milliseconds since 1970: Cometly reads numbers as seconds.
    private static string? InUtc(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
