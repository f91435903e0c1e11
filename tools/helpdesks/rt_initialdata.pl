# Request Tracker for tests: two queues, a bot, two agents, the transaction field that holds the bot's keys, and the scrip that sends the hooks.
# Passwords and addresses are of this test alone. docs/tickets.md tells how a real one is set up.
use strict;
use warnings;

our @Queues = (
    { Name => 'Support', Description => 'Humans', CorrespondAddress => 'support@helpdesk.example', CommentAddress => 'notes@helpdesk.example' },
    { Name => 'Billing', Description => 'Humans', CorrespondAddress => 'billing@helpdesk.example', CommentAddress => 'billing-notes@helpdesk.example' },
);

our @Users = map {
    { Name => $_, RealName => ucfirst $_, EmailAddress => "$_\@staff.example", Password => 'test-password', Privileged => 1 }
} qw(bot alice bob);

our @Groups = ( { Name => 'Staff', Members => { Users => [qw(bot alice bob)] } } );

our @ACL = (
    map( { { Right => $_, GroupDomain => 'UserDefined', GroupId => 'Staff' } }
        qw(SeeQueue ShowTicket ShowTicketComments CreateTicket OwnTicket TakeTicket StealTicket ReassignTicket ModifyTicket ReplyToTicket
           CommentOnTicket SeeCustomField ModifyCustomField ShowOutgoingEmail ManageAuthTokens) ),
    map( { { Right => $_, GroupDomain => 'SystemInternal', GroupType => 'Everyone' } } qw(CreateTicket ReplyToTicket SeeQueue) ),
);

our @CustomFields = (
    { Name => 'BotKey', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction', Type => 'FreeformSingle', Description => 'Key of a post of the bot' },
    { Name => 'BotTicketKey', LookupType => 'RT::Queue-RT::Ticket', Type => 'FreeformSingle', Description => 'Key of a ticket that the bot opened' },
);

our @Scrips = (
    {   Description       => 'Tell the ticket bridge',
        Queue             => 0,
        ScripCondition    => 'User Defined',
        ScripAction       => 'User Defined',
        Template          => 'Blank',
        CustomIsApplicableCode => <<'CODE',
my $type = $self->TransactionObj->Type;
my $actor = $self->TransactionObj->CreatorObj->Name;
return 0 if $actor eq 'bot' || $actor eq 'RT_System';
return $type eq 'Create' || $type eq 'Correspond' || ( $type eq 'Set' && ( $self->TransactionObj->Field || '' ) eq 'Owner' );
CODE
        CustomPrepareCode => 'return 1;',
        CustomCommitCode  => <<'CODE',
my $file = RT->Config->Get('WaypostHookFile') or return 1;
return 1 unless -s $file;
open my $handle, '<', $file or return 1;
chomp( my ( $url, $secret ) = <$handle> );
close $handle;
return 1 unless $url;
my $transaction = $self->TransactionObj;
my $body = JSON::encode_json( {
    ticket => $self->TicketObj->Id + 0, transaction => $transaction->Id + 0,
    type => $transaction->Type, actor => $transaction->CreatorObj->Name,
} );
require Digest::SHA;
require LWP::UserAgent;
my $time = time;
LWP::UserAgent->new( timeout => 3 )->post( $url,
    'Content-Type' => 'application/json', 'X-Waypost-Timestamp' => $time,
    'X-Waypost-Signature' => 'sha256=' . Digest::SHA::hmac_sha256_hex( "$time.$body", $secret ), Content => $body );
return 1;
CODE
    },
);

our @Final = (
    sub {
        my $scrips = RT::Scrips->new( RT->SystemUser );
        $scrips->UnLimit;
        while ( my $scrip = $scrips->Next ) {
            $scrip->SetDisabled(1) if ( $scrip->Description || '' ) =~ /autoreply/i;
        }
        open my $out, '>', RT->Config->Get('WaypostTokenFile') or die $!;
        for my $name (qw(bot alice bob)) {
            my $user = RT::User->new( RT->SystemUser );
            $user->Load($name);
            my $token = RT::AuthToken->new( RT->SystemUser );
            my ( $id, $message, $string ) = $token->Create( Owner => $user->Id, Description => 'tests' );
            die $message unless $id;
            print {$out} "$name $string\n";
        }
        close $out;
    },
);

1;
