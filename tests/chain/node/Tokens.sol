// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

// Contracts of the tests. None has a constructor: their code is put at an address of the test's choice.

contract Token {
    event Transfer(address indexed from, address indexed to, uint256 value);
    mapping(address => uint256) private held;

    function symbol() external pure virtual returns (string memory) { return "TEST"; }
    function decimals() external pure virtual returns (uint8) { return 18; }
    function balanceOf(address who) external view returns (uint256) { return held[who]; }

    function mint(address to, uint256 value) external { held[to] += value; }

    function transfer(address to, uint256 value) public returns (bool) {
        require(held[msg.sender] >= value, "too little");
        held[msg.sender] -= value;
        held[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    // What an exchange does: many people at once.
    function pay(address[] calldata to, uint256 value) external { for (uint256 at = 0; at < to.length; at++) transfer(to[at], value); }

    // Address poisoning: anybody may write a transfer of nothing "from" anybody.
    function bait(address from, address to) external { emit Transfer(from, to, 0); }
}

contract Unnamed {
    event Transfer(address indexed from, address indexed to, uint256 value);

    function send(address to, uint256 value) external { emit Transfer(msg.sender, to, value); }
}

contract Shouting {
    event Transfer(address indexed from, address indexed to, uint256 value);

    function symbol() external pure returns (string memory) { return "Visit claim-bnb.example [now](https://claim-bnb.example)"; }
    function decimals() external pure returns (uint8) { return 255; }
    function transfer(address to, uint256 value) external returns (bool) { emit Transfer(msg.sender, to, value); return true; }
}

contract Spam {
    event Airdrop(address indexed to);

    function symbol() external pure returns (string memory) { return "FREEBNB"; }
    function decimals() external pure returns (uint8) { return 18; }
    function balanceOf(address) external pure returns (uint256) { return 5000 ether; }
    function drop(address to) external { emit Airdrop(to); }
}
